using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Rollout.Architecture.Tests;

/// <summary>What a built assembly refers to, read from its metadata: nothing of it is loaded or run.</summary>
internal sealed class BuiltAssembly : IDisposable
{
    private readonly PEReader file;
    private readonly MetadataReader metadata;

    private BuiltAssembly(PEReader file)
    {
        this.file = file;
        metadata = file.GetMetadataReader();
    }

    public static BuiltAssembly Open(string name) => OpenFile(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

    public static BuiltAssembly OpenFile(string path) => new(new PEReader(new MemoryStream(File.ReadAllBytes(path))));

    public IReadOnlyList<string> References() =>
        [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];

    /// <summary>Every member of another assembly that is called or read: <c>Namespace.Type.Member</c>.</summary>
    public IReadOnlyList<string> MembersUsed() =>
        [.. metadata.MemberReferences
            .Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{TypeName((TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}")
            .Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<string> TypesUsed() => [.. metadata.TypeReferences.Select(TypeName)];

    public void Dispose() => file.Dispose();

    private string TypeName(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{TypeName((TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
