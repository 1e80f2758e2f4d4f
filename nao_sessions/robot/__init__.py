"""The robot: a port, a fake, and the adapter that alone knows NAOqi's names."""
