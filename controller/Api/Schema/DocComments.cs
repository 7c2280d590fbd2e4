using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rollout.Api.Schema;

/// <summary>The doc comments of this assembly, as the compiler wrote them: what <c>kubectl explain</c> says is what the code says.</summary>
public sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> members;

    private DocComments(Dictionary<string, XElement> members) => this.members = members;

    /// <summary>Reads the compiler's documentation file, <c>Rollout.Api.xml</c>.</summary>
    /// <exception cref="System.Xml.XmlException">It is none.</exception>
    public static DocComments Read(Stream xml) => new(XDocument.Load(xml).Descendants("member")
        .Where(member => member.Attribute("name") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member, StringComparer.Ordinal));

    /// <summary>The summary of a type; empty where it has none.</summary>
    public string Of(Type type) => Plain(Member($"T:{type.FullName!.Replace('+', '.')}")?.Element("summary"));

    /// <summary>The summary of a property, or what the record's parameter of that name says.</summary>
    public string Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        var own = Plain(Member($"P:{type.FullName!.Replace('+', '.')}.{property.Name}")?.Element("summary"));
        return own.Length > 0 ? own : Plain(Member($"T:{type.FullName!.Replace('+', '.')}")?.Elements("param")
            .FirstOrDefault(param => param.Attribute("name")?.Value == property.Name));
    }

    /// <summary>The summary of an enum's value; empty where it has none.</summary>
    public string OfValue(Type type, string name) => Plain(Member($"F:{type.FullName!.Replace('+', '.')}.{name}")?.Element("summary"));

    private XElement? Member(string name) => members.GetValueOrDefault(name);

    private static string Plain(XElement? text)
    {
        if (text is null)
        {
            return "";
        }

        var plain = new StringBuilder();
        foreach (var node in text.Nodes())
        {
            plain.Append(node switch
            {
                XText words => words.Value,
                XElement { Name.LocalName: "see" or "paramref" } see => Reference(see),
                XElement other => other.Value,
                _ => "",
            });
        }

        return Blanks().Replace(plain.ToString(), " ").Trim();
    }

    /// <summary>A reference to a property reads as the field's key, any other as its last name.</summary>
    private static string Reference(XElement see)
    {
        var target = see.Attribute("cref")?.Value ?? see.Attribute("name")?.Value ?? see.Value;
        var last = target.Split('(')[0].Split('.')[^1];
        return target.StartsWith("P:", StringComparison.Ordinal) ? FieldNames.CamelCase(last) : last;
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blanks();
}
