from compass.guide.models.local_costs import LocalCost

__all__ = ["LocalCost"]
