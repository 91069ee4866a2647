// Reads each NNNN.yaml of a folder with Go's yaml.v3 and writes what it found as NNNN.go.json.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"gopkg.in/yaml.v3"
)

func float(value float64) any {
	if math.IsNaN(value) {
		return map[string]string{"f": "nan"}
	}
	return map[string]string{"f": fmt.Sprintf("%016x", math.Float64bits(value))}
}

func tagged(value any) any {
	switch v := value.(type) {
	case nil, bool, string:
		return v
	case int, int64, uint64:
		return map[string]string{"i": fmt.Sprint(v)}
	case float64:
		return float(v)
	case []any:
		items := []any{}
		for _, item := range v {
			items = append(items, tagged(item))
		}
		return items
	case map[string]any:
		entries := map[string]any{}
		for key, item := range v {
			entries[key] = tagged(item)
		}
		return map[string]any{"m": entries}
	case map[any]any:
		entries := map[string]any{}
		for key, item := range v {
			entries[fmt.Sprintf("<%T> %v", key, key)] = tagged(item)
		}
		return map[string]any{"m": entries}
	}
	return map[string]string{"other": fmt.Sprintf("%T %v", value, value)}
}

func read(path string) any {
	file, err := os.Open(path)
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	defer file.Close()
	documents := []any{}
	for decoder := yaml.NewDecoder(file); ; {
		var document any
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return documents
		} else if err != nil {
			return map[string]string{"error": err.Error()}
		}
		documents = append(documents, tagged(document))
	}
}

func main() {
	files, _ := filepath.Glob(filepath.Join(os.Args[1], "*.yaml"))
	for _, path := range files {
		found, err := json.Marshal(read(path))
		if err == nil {
			err = os.WriteFile(strings.TrimSuffix(path, ".yaml")+".go.json", found, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, path, err)
			os.Exit(1)
		}
	}
}
