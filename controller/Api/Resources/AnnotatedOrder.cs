namespace Rollout.Api.Resources;

/// <summary>An order that stands in an annotation.</summary>
/// <param name="Verb">What is ordered.</param>
/// <param name="Revision">The revision that it is for.</param>
/// <param name="Annotation">The key, to be removed when the order was carried out or refused.</param>
public sealed record AnnotatedOrder(OrderVerb Verb, string Revision, string Annotation);
