namespace Rollout.Server.Http;

/// <summary>A change that somebody asks for.</summary>
/// <param name="Verb">What.</param>
/// <param name="Namespace">Of the rollout.</param>
/// <param name="Name">Of the rollout.</param>
public sealed record AccessWish(OrderVerb Verb, string Namespace, string Name);
