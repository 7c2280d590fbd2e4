using System.Text;

namespace Rollout.Probes;

/// <summary>The beginning of a body, kept raw and redacted when somebody looks: most bodies nobody ever looks at.</summary>
public sealed class BodyExcerpt
{
    private readonly byte[] beginning;
    private SecretValues secrets;
    private readonly int characters;
    private string? text;

    /// <param name="body">Not changed by anyone any more.</param>
    /// <param name="secrets">Values that must not be shown.</param>
    /// <param name="characters">How many are shown.</param>
    public BodyExcerpt(byte[] body, SecretValues secrets, int characters)
    {
        // Redaction looks further than what is shown, so that no half of a secret remains.
        beginning = body.Length > characters * 8 ? body[..(characters * 8)] : body;
        this.secrets = secrets;
        this.characters = characters;
    }

    /// <summary>These are not shown either, unless somebody has looked already.</summary>
    internal void Hide(SecretValues known) => secrets = known;

    public string Text => text ??= secrets.Shown(Encoding.UTF8.GetString(beginning), characters);
}
