"""Cameras and microphones, examined: each is tried for some seconds; findings D13x to D15x."""
