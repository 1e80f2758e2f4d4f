"""The body of a Nao H25.

``joints``: names, limits, speeds; ``postures``: angles and the ways between them; ``gestures``: animations
and their tags; ``body``: the tasks that move joints, and stops; ``tracks``: a joint's way in time; ``walk``:
where the robot goes; ``kinematics``: where its parts are.
"""
