"""What the simulated Nao sees: who and what is in front of it, and the pictures of its two cameras."""
