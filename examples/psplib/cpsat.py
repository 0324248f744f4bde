#!/usr/bin/env python3
"""Solves single-mode instances of the scheduling literature (.sm) with CP-SAT,
the constraint solver of OR-Tools, and prints the lines of JSON that the Go
program beside this file prints, so that the two can be compared:

    python3 -m pip install ortools
    python3 examples/psplib/cpsat.py --time 10 j30/*_1.sm >cpsat.jsonl
    go run ./examples/psplib -resume cpsat.jsonl -summary bks.csv

The model is the plain one: an interval for each job, an end-to-start
constraint for each precedence, a cumulative constraint for each resource, and
the end of the last job as the objective. Every schedule is judged by the file
before it is printed. The time is that of the solver alone, without Python's
reading and stating of the model.

It ends with 0 if every file was read, and with 2 if one was not.
"""

import argparse
import json
import os
import sys
import time

from ortools.sat.python import cp_model

STATUS = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}


class Project:
    """Jobs with a duration, the demands on each resource and their successors, counted from 0."""

    def __init__(self, path):
        self.path = path
        self.durations, self.demands, self.after, self.capacities = [], [], [], []
        section = ""
        with open(path, encoding="latin-1") as lines:
            for line in lines:
                if line.startswith("*"):
                    section = ""
                    continue
                words = line.split()
                if section and words and all(w.isdigit() for w in words):
                    getattr(self, "_" + section)([int(w) for w in words])
                    continue
                for title, name in (("PRECEDENCE", "precedence"), ("REQUESTS", "request"), ("RESOURCEAVAIL", "capacity")):
                    if line.startswith(title):
                        section = name
        n = len(self.durations)
        if n == 0 or len(self.after) != n or not self.capacities:
            raise ValueError("jobs, precedence relations and capacities are expected, and do not match")
        if any(len(d) != len(self.capacities) for d in self.demands) or any(j >= n for jobs in self.after for j in jobs):
            raise ValueError("a job names a resource or a successor that is not there")

    def _precedence(self, numbers):
        if numbers[1] != 1:
            raise ValueError("job %d has %d modes: only single-mode projects are read" % (numbers[0], numbers[1]))
        self.after.append([j - 1 for j in numbers[3:]])

    def _request(self, numbers):
        self.durations.append(numbers[2])
        self.demands.append(numbers[3:])

    def _capacity(self, numbers):
        self.capacities = numbers

    def critical_path(self):
        """The length of the longest chain."""
        start = [0] * len(self.durations)
        for _ in start:  # as often as a chain has jobs, at most
            moved = False
            for i, jobs in enumerate(self.after):
                for j in jobs:
                    if start[j] < start[i] + self.durations[i]:
                        start[j], moved = start[i] + self.durations[i], True
            if not moved:
                return max(s + d for s, d in zip(start, self.durations))
        raise ValueError("jobs wait for each other in a circle")

    def broken(self, starts):
        """What a schedule breaks, or None."""
        for i, jobs in enumerate(self.after):
            for j in jobs:
                if starts[j] < starts[i] + self.durations[i]:
                    return "job %d starts before job %d ends" % (j + 1, i + 1)
        for now in starts:
            for r, capacity in enumerate(self.capacities):
                used = sum(need[r] for s, d, need in zip(starts, self.durations, self.demands) if s <= now < s + d)
                if used > capacity:
                    return "resource %d has %d of %d taken at %d" % (r + 1, used, capacity, now)
        return None


class First(cp_model.CpSolverSolutionCallback):
    """Notes when the first schedule was found."""

    def __init__(self):
        super().__init__()
        self.began, self.seconds = time.monotonic(), 0.0

    def on_solution_callback(self):
        if self.seconds == 0.0:
            self.seconds = time.monotonic() - self.began


def solve(project, options):
    model = cp_model.CpModel()
    horizon = sum(project.durations)
    starts = [model.new_int_var(0, horizon, "") for _ in project.durations]
    jobs = [model.new_fixed_size_interval_var(s, d, "") for s, d in zip(starts, project.durations)]
    for i, after in enumerate(project.after):
        for j in after:
            model.add(starts[j] >= starts[i] + project.durations[i])
    for r, capacity in enumerate(project.capacities):
        users = [i for i, need in enumerate(project.demands) if need[r] > 0 and project.durations[i] > 0]
        if users:
            model.add_cumulative([jobs[i] for i in users], [project.demands[i][r] for i in users], capacity)
    end = model.new_int_var(0, horizon, "")
    for s, d in zip(starts, project.durations):
        model.add(end >= s + d)
    model.minimize(end)

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    solver.parameters.max_time_in_seconds = options.time
    first = First()
    status = solver.solve(model, first)
    path = os.path.abspath(project.path)
    line = {
        "instance": os.path.splitext(os.path.basename(path))[0],
        "set": os.path.basename(os.path.dirname(path)),
        "status": STATUS.get(status, "unknown"),
        "critical_path": project.critical_path(),
        "seconds": time.monotonic() - first.began,
        "nodes": solver.num_branches,
        "conflicts": solver.num_conflicts,
        "bound_from": "CP-SAT",
    }
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        line["starts"] = [solver.value(s) for s in starts]
        line["modes"] = [1] * len(starts)
        line["makespan"] = max(s + d for s, d in zip(line["starts"], project.durations))
        line["lower_bound"] = round(solver.best_objective_bound)
        line["first_seconds"] = first.seconds
        wrong = project.broken(line["starts"])
        if wrong:
            raise ValueError("the schedule breaks a rule: " + wrong)
    return line


def main():
    parser = argparse.ArgumentParser(description="Solves .sm files with CP-SAT and prints a line of JSON for each.")
    parser.add_argument("files", nargs="+", metavar="FILE.sm")
    parser.add_argument("--time", type=float, default=10, help="the most seconds an instance may take (10)")
    parser.add_argument("--workers", type=int, default=1, help="searches side by side (1)")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another search (1)")
    options = parser.parse_args()
    code = 0
    for name in options.files:
        try:
            print(json.dumps(solve(Project(name), options)), flush=True)
        except (OSError, ValueError) as fault:
            print("%s: %s" % (name, fault), file=sys.stderr)
            code = 2
    return code


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
