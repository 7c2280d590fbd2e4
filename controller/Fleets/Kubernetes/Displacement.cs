namespace Rollout.Fleets.Kubernetes;

/// <summary>
/// Noted on the workload in the very write that puts stable's template in the place of the user's, and gone with the write that takes it out
/// again: so whether a template is displaced is read off one object, and no look at two of them from different moments can tell it wrong.
/// </summary>
/// <param name="Stable">What was put there; the note is in force while the workload's template is this one.</param>
/// <param name="Displaced">What the user wrote, kept under <see cref="Marks.NameOf"/>.</param>
public sealed record Displacement(string Stable, string Displaced)
{
    private const char Between = '.';

    /// <summary>As the value of <see cref="Marks.Displacement"/>: <c>3f1c09ab77.9be2f4c01d</c>.</summary>
    public string Label => $"{Stable}{Between}{Displaced}";

    /// <summary>Null: there is none, or it is not ours.</summary>
    public static Displacement? Of(string? label) => label?.Split(Between) is [{ Length: > 0 } stable, { Length: > 0 } displaced]
        ? new Displacement(stable, displaced) : null;
}
