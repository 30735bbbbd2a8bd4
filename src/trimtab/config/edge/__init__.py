"""What a request may cost: how much content it may bring, how long it may take, and who may bring
more (docs/decisions/0026-the-edge.md)."""
