import numpy as np
import pandas as pd

hours = np.arange(0, 48, 0.5)
levels = pd.Series(np.cos(hours / 12.42 * 2 * np.pi), index=hours)
print(levels.describe())
