using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Rollout.Architecture.Tests;

/// <summary>The events that a built assembly logs: its methods marked [LoggerMessage], read from the metadata.</summary>
internal static class LoggedEvents
{
    public static IReadOnlyList<LoggedEvent> Of(string assembly)
    {
        using var file = new PEReader(new MemoryStream(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"))));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
                .SelectMany(method => method.GetCustomAttributes().Select(metadata.GetCustomAttribute)
                    .Where(mark => NameOf(metadata, mark) == "LoggerMessageAttribute")
                    .Select(mark => new LoggedEvent(IdOf(mark), metadata.GetString(method.Name)))),
        ];
    }

    private static string? NameOf(MetadataReader metadata, CustomAttribute mark) =>
        mark.Constructor.Kind == HandleKind.MemberReference
            && metadata.GetMemberReference((MemberReferenceHandle)mark.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name) : null;

    private static int IdOf(CustomAttribute mark)
    {
        var value = mark.DecodeValue(new TypeNames());
        var named = value.NamedArguments.FirstOrDefault(a => a.Name == "EventId").Value;
        return named as int? ?? value.FixedArguments.Select(a => a.Value).OfType<int>().FirstOrDefault();
    }

    /// <summary>Types only have to be told apart as far as the decoding of numbers, texts and enums needs it.</summary>
    private sealed class TypeNames : ICustomAttributeTypeProvider<string>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => "Type";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "enum";

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => "enum";

        public string GetTypeFromSerializedName(string name) => "enum";

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == "Type";
    }
}
