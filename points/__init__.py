"""The domain: points, landmarks, rulers, safety and routines. Knows nothing of drawing or HTTP."""
