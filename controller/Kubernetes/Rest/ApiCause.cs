namespace Rollout.Kubernetes.Rest;

/// <summary>One of the things that the server finds wrong: <c>FieldValueInvalid</c>, its sentence, <c>spec.size</c>.</summary>
public sealed record ApiCause(string Reason, string Message, string Field);
