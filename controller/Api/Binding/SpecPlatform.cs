namespace Rollout.Api.Binding;

/// <summary>What kind of fleet a specification is for: what may be named and what must stand inline differ.</summary>
public enum SpecPlatform
{
    Hosts,
    Kubernetes,
}
