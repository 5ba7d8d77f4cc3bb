"""The engine for one GPU, in torch and Triton. Nothing here yet."""
