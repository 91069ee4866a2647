package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	clientscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

// defaultNamespace is the one that kubectl is configured with.
const defaultNamespace = "default"

// definition is one version of one kind.
type definition struct {
	structural *structuralschema.Structural
	namespaced bool
	validate   func(context.Context, runtime.Object) field.ErrorList
}

type definitions map[schema.GroupVersionKind]definition

// loadDefinitions reads the CRDs of a folder.
func loadDefinitions(folder string) (definitions, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	found := definitions{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var external apiextensionsv1.CustomResourceDefinition
		if err := yaml.Unmarshal(text, &external); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if external.Kind != "CustomResourceDefinition" {
			continue
		}
		if err := found.add(&external); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if len(found) == 0 {
		return nil, errors.New(folder + " holds no definitions")
	}
	return found, nil
}

func (d definitions) add(external *apiextensionsv1.CustomResourceDefinition) error {
	apiextensionsv1.SetDefaults_CustomResourceDefinitionSpec(&external.Spec)
	var crd apiextensions.CustomResourceDefinition
	if err := apiextensionsv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(external, &crd, nil); err != nil {
		return err
	}
	for _, version := range crd.Spec.Versions {
		if !version.Served {
			continue
		}
		// The internal form has a single schema at the top if all versions share it.
		props := crd.Spec.Validation
		if version.Schema != nil {
			props = version.Schema
		}
		structural, err := structuralschema.NewStructural(props.OpenAPIV3Schema)
		if err != nil {
			return err
		}
		validator, _, err := validation.NewSchemaValidator(props.OpenAPIV3Schema)
		if err != nil {
			return err
		}
		kind := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
		namespaced := crd.Spec.Scope == apiextensions.NamespaceScoped
		strategy := customresource.NewStrategy(nil, namespaced, kind, validator, nil, structural, nil, nil, nil)
		d[kind] = definition{structural, namespaced, strategy.Validate}
	}
	return nil
}

// validate returns the reasons why the API server would reject the object.
func (d definitions) validate(ctx context.Context, object map[string]any) []string {
	one := &unstructured.Unstructured{Object: runtime.DeepCopyJSON(object)}
	kind := one.GroupVersionKind()
	found, ok := d[kind]
	if typed, err := clientscheme.Scheme.New(kind); !ok && err == nil {
		// One of Kubernetes' own kinds: look for unknown fields and values of the wrong form.
		if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(one.Object, typed, true); err != nil {
			return []string{err.Error()}
		}
		return nil
	}
	if !ok {
		return []string{fmt.Sprintf("no kind %s in %s is defined", kind.Kind, kind.GroupVersion())}
	}
	var problems []string
	// `kubectl` asks for strict validation: what is unknown or misplaced in the metadata is rejected, not dropped.
	err, unknown := objectmeta.CoerceWithOptions(nil, one.Object, found.structural, true,
		objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return []string{err.Error()}
	}
	unknown = append(unknown, pruning.PruneWithOptions(one.Object, found.structural, true,
		structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	for _, path := range unknown {
		problems = append(problems, fmt.Sprintf("unknown field %q", path))
	}
	defaulting.PruneNonNullableNullsWithoutDefaults(one.Object, found.structural)
	defaulting.Default(one.Object, found.structural)
	accessor, metaErr := meta.Accessor(one)
	if metaErr != nil {
		return append(problems, metaErr.Error())
	}
	// The namespace of a request is the one that kubectl is configured with.
	if found.namespaced && accessor.GetNamespace() == "" {
		accessor.SetNamespace(defaultNamespace)
	}
	for _, problem := range found.validate(ctx, one) {
		problems = append(problems, problem.Error())
	}
	return problems
}

// defaulted returns the object with what the API server fills in before anybody sees it.
func (d definitions) defaulted(object map[string]any) *unstructured.Unstructured {
	one := &unstructured.Unstructured{Object: runtime.DeepCopyJSON(object)}
	if found, ok := d[one.GroupVersionKind()]; ok {
		defaulting.Default(one.Object, found.structural)
		if found.namespaced && one.GetNamespace() == "" {
			one.SetNamespace(defaultNamespace)
		}
	}
	return one
}

// parse reads YAML documents as the API server does; a key that occurs twice is an error.
func parse(text []byte) ([]map[string]any, error) {
	reader := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	var objects []map[string]any
	for {
		part, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		asJSON, err := yaml.YAMLToJSONStrict(part)
		if err != nil {
			return nil, err
		}
		one := &unstructured.Unstructured{}
		if string(bytes.TrimSpace(asJSON)) == "null" {
			continue
		}
		if err := one.UnmarshalJSON(asJSON); err != nil {
			return nil, err
		}
		objects = append(objects, one.Object)
	}
}
