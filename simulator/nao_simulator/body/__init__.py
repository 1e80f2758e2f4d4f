"""The body of a Nao H25: joints, limits, postures, gestures, walking and the tasks that move them."""
