using Rollout.Api.Binding;

namespace Rollout.Api.Resources;

/// <summary>
/// An object of the API server as it was read. Its spec may be wrong and its status not understood, each for itself: whoever is to delete
/// it, or to say in its status what is wrong, needs its metadata all the same.
/// </summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Spec">Its spec, or everything that is wrong with it.</param>
/// <param name="Status">Its status; null where it has none or it is not understood.</param>
/// <param name="StatusTrouble">Why its status is not understood (another version wrote it); null where it is.</param>
public sealed record ReadResource<TSpec, TStatus>(ResourceMeta Meta, Bound<TSpec> Spec, TStatus? Status, string? StatusTrouble)
    where TSpec : class
    where TStatus : class;
