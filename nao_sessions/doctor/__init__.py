"""What a technician asks before a workshop: each device, the disk, the network and Nao, tried for a while."""
