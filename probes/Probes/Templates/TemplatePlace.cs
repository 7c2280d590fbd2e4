namespace Rollout.Probes.Templates;

/// <summary>Where a text goes, and so how a value in it is escaped.</summary>
public enum TemplatePlace
{
    /// <summary>Percent-encoded: a slash or a question mark in a value stays within its segment.</summary>
    Path,

    /// <summary>As it is; a line break would begin another header and is refused.</summary>
    Header,

    /// <summary>Within quotes escaped as a JSON string, elsewhere as a JSON value.</summary>
    Json,
}
