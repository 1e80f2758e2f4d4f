"""The console on the room's own network: its certificate, the devices that were let in, what each may see."""
