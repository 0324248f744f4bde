package planfile_test

import (
	"errors"
	"fmt"
	"os"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

const hotfix = `
plan: Friday hotfix
timezone: Europe/Zurich
packages: {portal-12.0.1: {deploy: 2h}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
`

func ExampleRead() {
	p, err := planfile.Read(planfile.File{Name: "hotfix.yaml", Data: []byte(hotfix)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Name, p.Packages[0].Name, p.Packages[0].Phases[0].Duration)
	// Output: Friday hotfix portal-12.0.1 2h
}

func ExampleRead_faults() {
	_, err := planfile.Read(planfile.File{Name: "plan.yaml", Data: []byte(`
teams: {web: {capacity: 0}}
packages: {portal-12: {deplyo: 2h}}
windows: {prod: {every: tue,thu}}
`)})
	var faults release.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Printf("%s:%d:%d %s %s\n", f.File, f.Line, f.Column, f.Code, f.Hint)
		}
	}
	// Output:
	// plan.yaml:2:25 zero-value for the default, take out the key
	// plan.yaml:3:24 unknown-key did you mean deploy?
	// plan.yaml:4:29 stray-key a comma ends a value in braces: write every: [tue, thu] or every: "tue, thu"
}

func ExampleReadFile() {
	p, err := planfile.ReadFile("testdata/autumn.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Name, len(p.Packages), "packages,", len(p.Facts), "facts")
	// Output: Payments autumn train 4 packages, 2 facts
}

func ExampleWrite() {
	p, err := planfile.Read(planfile.File{Data: []byte(hotfix)})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := planfile.Write(os.Stdout, p); err != nil {
		fmt.Println(err)
	}
	// Output:
	// plan: Friday hotfix
	// timezone: Europe/Zurich
	// packages:
	//   portal-12.0.1:
	//     phases:
	//       deploy:
	//         duration: 2h
	// windows:
	//   prod:
	//     every: "tue, thu"
	//     hours: "21:00-03:00"
}

func ExamplePlaces_Find() {
	_, places, err := planfile.Options{}.Read(planfile.File{Name: "hotfix.yaml", Data: []byte(hotfix)})
	if err != nil {
		fmt.Println(err)
		return
	}
	file, line, column, _ := places.Find("windows.prod.hours")
	fmt.Printf("%s:%d:%d\n", file, line, column)
	// Output: hotfix.yaml:5:44
}
