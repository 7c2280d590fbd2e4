namespace Rollout.Charts.Tests.Templates;

/// <summary>A template that Helm would refuse, or one that uses what is not served here.</summary>
internal sealed class TemplateFault(string message, bool hasPlace = false) : Exception(message)
{
    /// <summary>Whether the message begins with the file and line.</summary>
    public bool HasPlace { get; } = hasPlace;
}
