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

    /// <summary>As it is: a body, a form's field (which is encoded as a whole), an argument of a command, a value to compare with.</summary>
    Text,

    /// <summary>One line of a conversation; a line break would begin another and is refused.</summary>
    Line,

    /// <summary>Within a regular expression: as the text itself.</summary>
    Pattern,
}
