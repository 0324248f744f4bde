package clearance

// Judge compares what is known with what a criterion asks.
var Judge = judge
