"""What stands behind the port of a source: network streams, RTSP, devices, files."""
