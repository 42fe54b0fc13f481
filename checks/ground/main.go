// Command ground counts events of a UCDP table by zone and period with nothing of ours:
// each point against each ring, edge by edge, in whole numbers of 1e-7 degree, so that a
// point on a border is exactly on it. What `truce count reports --ground` says, make real
// holds to this.
//
//	ground events.csv.gz zones.geojson
package main

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: ground events.csv.gz zones.geojson")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// periods are days, both included.
var periods = [][2]string{
	{"2017-01-01", "2017-05-05"}, {"2017-05-06", "2017-09-09"}, {"2017-09-10", "2018-01-14"}, {"2018-01-15", "2018-05-21"},
}

func run(table, zonesFile string, out io.Writer) error {
	zones, err := readZones(zonesFile)
	if err != nil {
		return err
	}
	events, err := readEvents(table)
	if err != nil {
		return err
	}
	for _, z := range zones {
		for _, p := range periods {
			n := 0
			for _, e := range events {
				if e.day >= p[0] && e.day <= p[1] && z.holds(e.at) {
					n++
				}
			}
			fmt.Fprintf(out, "zone-period %s %s %s %d\n", z.id, p[0], p[1], n)
		}
	}
	return nil
}

// event is one with a recorded point: where_prec 1 to 3.
type event struct {
	day string
	at  point
}

func readEvents(name string) ([]event, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(unpacked).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, errors.Join(err, errors.New("no rows"))
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var events []event
	for _, r := range rows[1:] {
		if precision := r[column["where_prec"]]; precision != "1" && precision != "2" && precision != "3" {
			continue
		}
		x, err1 := units(r[column["longitude"]])
		y, err2 := units(r[column["latitude"]])
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		events = append(events, event{r[column["date_start"]][:10], point{x, y}})
	}
	return events, nil
}

// units reads decimal degrees exactly.
func units(text string) (int64, error) {
	whole, decimals, _ := strings.Cut(text, ".")
	if len(decimals) > 7 {
		return 0, fmt.Errorf("%s has more than seven decimals", text)
	}
	return strconv.ParseInt(whole+decimals+strings.Repeat("0", 7-len(decimals)), 10, 64)
}

type zone struct {
	id    string
	parts [][]ring
}

func readZones(name string) ([]zone, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var c struct {
		Features []struct {
			Properties struct {
				ID string `json:"zone_id"`
			} `json:"properties"`
			Geometry struct {
				Type        string          `json:"type"`
				Coordinates json.RawMessage `json:"coordinates"`
			} `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	zones := make([]zone, len(c.Features))
	for i, f := range c.Features {
		zones[i].id = f.Properties.ID
		if f.Geometry.Type == "Polygon" {
			f.Geometry.Coordinates = []byte("[" + string(f.Geometry.Coordinates) + "]")
		}
		var coordinates [][][][2]json.Number
		if err := json.Unmarshal(f.Geometry.Coordinates, &coordinates); err != nil {
			return nil, err
		}
		if zones[i].parts, err = parts(coordinates); err != nil {
			return nil, err
		}
	}
	return zones, nil
}

func parts(coordinates [][][][2]json.Number) (all [][]ring, err error) {
	for _, rings := range coordinates {
		var part []ring
		for _, positions := range rings {
			var r ring
			for _, p := range positions {
				x, err1 := units(p[0].String())
				y, err2 := units(p[1].String())
				if err := errors.Join(err1, err2); err != nil {
					return nil, err
				}
				r = append(r, point{x, y})
			}
			part = append(part, r)
		}
		all = append(all, part)
	}
	return all, nil
}
