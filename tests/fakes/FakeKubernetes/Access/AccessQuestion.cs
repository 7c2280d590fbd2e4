namespace Rollout.FakeKubernetes.Access;

/// <summary>May somebody do this?</summary>
internal sealed record AccessQuestion(string Verb, string Group, string Resource, string Subresource, string Namespace, string Name)
{
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
}
