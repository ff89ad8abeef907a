"""Is this file what it may be, and harmless? Knows no Django; runs in a process of its own (`chamber`)."""
