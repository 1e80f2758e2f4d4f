"""Cards with a printed square (ArUco) that are shown to a camera: finding them, and telling them once."""
