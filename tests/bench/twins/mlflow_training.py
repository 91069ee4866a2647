"""The pipeline of samples/mlflow_training.mlp in Python with the KFP SDK.   usage: mlflow_training.py OUT.yaml

Functions are laid out as the compiler does it, since their text is part of the document.
"""
import sys

from kfp import compiler, dsl, kubernetes


@dsl.component(base_image="python:3.11-slim", packages_to_install=["mlflow>=3.10"])
def train_model(
    workspace: str,
    model_name: str,
    learning_rate: float,
    epochs: int,
    run_id: str,
) -> dict:
    """Simulated training component that logs to MLflow as the calling user."""
    import mlflow

    mlflow.set_tracking_uri('http://mlflow-tracking-server.kubeflow:5000')
    mlflow.set_workspace(workspace)
    mlflow.set_experiment('kfp-training-experiment')

    result = {}
    with mlflow.start_run(run_name=f"run-{run_id}"):
        mlflow.log_params({"model_name": model_name, "learning_rate": learning_rate, "epochs": epochs})
        for epoch in range(1, epochs + 1):
            loss = 2.0 * 0.95**epoch
            mlflow.log_metrics({"loss": loss, "accuracy": 1.0 - loss}, step=epoch)
            result = {"final_loss": loss, "final_accuracy": 1.0 - loss}
    return result


@dsl.pipeline(name="mlflow-training-pipeline", description="Train with MLflow tracking")
def training_pipeline(
    workspace: str = "team-a", model_name: str = "qwen3-0.6b", learning_rate: float = 2e-4, epochs: int = 10
):
    task = train_model(
        workspace=workspace,
        model_name=model_name,
        learning_rate=learning_rate,
        epochs=epochs,
        run_id=dsl.PIPELINE_JOB_ID_PLACEHOLDER,
    )
    kubernetes.use_secret_as_env(
        task, secret_name="mlflow-token", secret_key_to_env={"token": "MLFLOW_TRACKING_TOKEN"}
    )


compiler.Compiler().compile(training_pipeline, sys.argv[1])
