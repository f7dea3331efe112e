"""How films and sounds are made anew; runs in the limited child alone.

`media_child` finds this folder beside itself under `python -I`, so its modules import one
another from where they stand, and nothing of the house.
"""
