package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	configapi "github.com/kubeflow/trainer/v2/pkg/apis/config/v1alpha1"
	trainer "github.com/kubeflow/trainer/v2/pkg/apis/trainer/v1alpha1"
	trainerruntime "github.com/kubeflow/trainer/v2/pkg/runtime"
	"github.com/kubeflow/trainer/v2/pkg/runtime/core"
	testingutil "github.com/kubeflow/trainer/v2/pkg/util/testing"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// webhook is Trainer's admission webhook on a cluster in memory.
type webhook struct {
	definitions definitions
	client      client.Client
	runtimes    map[string]trainerruntime.Runtime
}

// newWebhook creates one whose cluster has the definitions and the runtimes below `folder`.
func newWebhook(ctx context.Context, known definitions, folder string) (*webhook, error) {
	builder := testingutil.NewClientBuilder()
	cluster := builder.Build()
	runtimes, err := core.New(ctx, cluster, testingutil.AsIndex(builder), &configapi.Configuration{})
	if err != nil {
		return nil, err
	}
	hook := &webhook{known, cluster, runtimes}
	return hook, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		objects, err := parse(text)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, object := range objects {
			if err := hook.addRuntime(ctx, object); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		return nil
	})
}

// addRuntime adds a runtime to the cluster; any other object is ignored.
func (w *webhook) addRuntime(ctx context.Context, object map[string]any) error {
	one := w.definitions.defaulted(object)
	if one.GroupVersionKind().Group != trainer.GroupVersion.Group {
		return nil
	}
	var made client.Object
	switch one.GetKind() {
	case trainer.ClusterTrainingRuntimeKind:
		made = &trainer.ClusterTrainingRuntime{}
	case trainer.TrainingRuntimeKind:
		made = &trainer.TrainingRuntime{}
	default:
		return nil
	}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(one.Object, made); err != nil {
		return err
	}
	return w.client.Create(ctx, made)
}

// validate returns the reasons why the webhook would reject the object; it accepts all kinds other than TrainJob.
func (w *webhook) validate(ctx context.Context, object map[string]any) []string {
	if kind, _ := object["kind"].(string); kind != trainer.TrainJobKind {
		return nil
	}
	var job trainer.TrainJob
	if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(w.definitions.defaulted(object).Object, &job, true); err != nil {
		return []string{err.Error()}
	}
	found, ok := w.runtimes[trainerruntime.RuntimeRefToRuntimeRegistryKey(job.Spec.RuntimeRef)]
	if !ok {
		return []string{fmt.Sprintf("no runtime is a %s in %s", *job.Spec.RuntimeRef.Kind, *job.Spec.RuntimeRef.APIGroup)}
	}
	var problems []string
	_, errs := found.ValidateObjects(ctx, nil, &job)
	for _, err := range errs {
		problems = append(problems, err.Error())
	}
	if len(problems) > 0 {
		return problems
	}
	// What the controller would create from it; an error here means a job that never starts.
	if _, err := found.NewObjects(ctx, &job); err != nil {
		problems = append(problems, "the controller cannot make its objects: "+err.Error())
	}
	return problems
}
