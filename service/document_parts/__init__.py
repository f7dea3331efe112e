"""How documents are cleaned; runs in the limited child alone and imports nothing of the house.

`document_child` finds this folder beside itself under `python -I`, so its modules import one
another by relative names only.
"""
