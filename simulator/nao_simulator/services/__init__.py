"""The AL* services: each class has one Python method a wire method, ``setAngles`` being ``set_angles``."""
