# Not named after the library: Python would find this file instead of it.
# The same statistics of as many customers by lifelines (MIT), for comparison: prints "survival log-rank cox" in milliseconds.
import sys, time
import numpy as np, pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test

count = int(sys.argv[1])
random = np.random.default_rng(20251127)
group = np.arange(count) % 4
covariates = random.random((count, 3))
rate = 0.004 * np.exp(0.1 * group + 0.3 * covariates[:, 0])
leaves = np.ceil(random.exponential(1 / rate))
seen = np.ceil(random.random(count) * 365)
days, ended = np.minimum(leaves, seen), leaves <= seen
frame = pd.DataFrame({'days': days, 'ended': ended, 'group': group, 'a': covariates[:, 0], 'b': covariates[:, 1], 'c': covariates[:, 2]})

def best(work):
    took = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1e3)
    return min(took)

def survival():
    for each in range(4):
        KaplanMeierFitter().fit(days[group == each], ended[group == each])

print(
    f'{best(survival):.1f}',
    f'{best(lambda: multivariate_logrank_test(days, group, ended)):.1f}',
    f'{best(lambda: CoxPHFitter().fit(frame, "days", "ended")):.1f}',
)
