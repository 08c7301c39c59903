"""The pages: one module a family, found by `plan`."""
