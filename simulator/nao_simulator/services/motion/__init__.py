"""ALMotion, in parts: stiffness, joints, walking, space, names and limits, reflexes and idle, tasks."""
