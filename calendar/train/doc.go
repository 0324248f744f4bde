// Package train is release trains.
package train
