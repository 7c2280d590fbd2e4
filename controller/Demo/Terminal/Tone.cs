namespace Rollout.Demo.Terminal;

/// <summary>How a line is meant; a colour where there are colours.</summary>
public enum Tone
{
    Plain,
    Quiet,
    Heading,
    Good,
    Bad,
}
