// trainer_check says whether a cluster with Kubeflow Trainer accepts manifests: it runs the API server's own validation
// of custom resources (unknown fields, schema, list keys, CEL), and the admission webhook of Trainer with its plug-ins.
//
// usage: trainer_check [-webhook RUNTIMES] -crds FOLDER MANIFEST...
// Prints a line for each reason to reject one. Exit status: 0 all are accepted, 1 one is not, 2 the check could not
// run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	crds := flag.String("crds", "", "the folder of the definitions (CRDs)")
	runtimes := flag.String("webhook", "", "ask the admission webhook too; the folder of the runtimes that the cluster has")
	flag.Parse()
	if *crds == "" || flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	refused, err := run(os.Stdout, *crds, *runtimes, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if refused {
		os.Exit(1)
	}
}

// run judges every document of the manifests and says whether any is rejected.
func run(out io.Writer, crds, runtimes string, manifests []string) (bool, error) {
	ctx := context.Background()
	definitions, err := loadDefinitions(crds)
	if err != nil {
		return false, err
	}
	var hook *webhook
	if runtimes != "" {
		if hook, err = newWebhook(ctx, definitions, runtimes); err != nil {
			return false, err
		}
	}
	// Runtimes in the manifests are created before the jobs that use them.
	var documents []document
	for _, path := range manifests {
		found, err := readDocuments(path)
		if err != nil {
			return false, err
		}
		documents = append(documents, found...)
	}
	if hook != nil {
		for _, doc := range documents {
			if err := hook.addRuntime(ctx, doc.object); err != nil {
				return false, fmt.Errorf("%s: %w", doc.where, err)
			}
		}
	}
	refused := false
	for _, doc := range documents {
		problems := definitions.validate(ctx, doc.object)
		if hook != nil && len(problems) == 0 {
			problems = hook.validate(ctx, doc.object)
		}
		for _, problem := range problems {
			fmt.Fprintf(out, "%s: %s\n", doc.where, problem)
			refused = true
		}
	}
	return refused, nil
}

// document is an object with the place that it was read from.
type document struct {
	where  string
	object map[string]any
}

func readDocuments(path string) ([]document, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	objects, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(objects) == 0 {
		return nil, errors.New(path + ": there is no document")
	}
	var documents []document
	for i, object := range objects {
		documents = append(documents, document{fmt.Sprintf("%s, document %d", filepath.Base(path), i+1), object})
	}
	return documents, nil
}
