namespace Rollout.Server.Operator.Monitoring;

/// <summary>A TCP port of a Service and where it leads.</summary>
/// <param name="Name">Null where the Service has this one only and gives it none.</param>
/// <param name="Port">As customers of the Service name it.</param>
/// <param name="TargetNumber">The port of the pods; null: <paramref name="TargetName"/> has it.</param>
/// <param name="TargetName">The name of a container's port, whose number may differ from pod to pod.</param>
public sealed record ServicePort(string? Name, int Port, int? TargetNumber, string? TargetName)
{
    /// <summary>On a pod; null: no container of it has a port of that name, and nothing comes to it.</summary>
    public int? On(EndpointPod? pod) => TargetNumber ?? (pod?.Ports.TryGetValue(TargetName ?? "", out var number) == true ? number : null);

    public override string ToString() => Name is null ? $"{Port}" : $"{Port} ({Name})";
}
