namespace Rollout.Cli;

/// <summary>How a verb's result is printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people, in 80 columns.</summary>
    Text,

    /// <summary>For people, with more columns, as wide as they are.</summary>
    Wide,
    Json,

    /// <summary>The same as JSON, in YAML.</summary>
    Yaml,
}
