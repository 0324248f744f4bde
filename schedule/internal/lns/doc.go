// Package lns improves a plan by large neighbourhood search on the constraint
// kernel: most activities keep their places, or nearly, and the kernel looks for the best places of the rest.
//
// P. Shaw: Using constraint programming and local search methods to solve vehicle
// routing problems. CP 1998, doi:10.1007/3-540-49481-2_30. Which neighbourhood comes next, and how large it
// is, follows from what they brought: S. Ropke, D. Pisinger, Transportation
// Science 40 (2006), doi:10.1287/trsc.1050.0135.
package lns
