using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AgentFunctions.Http.OpenApi.Schemas;

/// <summary>What the documentation comments of the code say, from the files that the compiler writes beside the assemblies.</summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = [];

    /// <summary>What a type is.</summary>
    public static string? Of(Type type) => TextOf(MemberOf(Defined(type), $"T:{NameOf(Defined(type))}")?.Element("summary"));

    /// <summary>What a property holds: of a positional record the type's comment says it.</summary>
    public static string? Of(PropertyInfo property)
    {
        Type type = Defined(property.DeclaringType!);
        return TextOf(MemberOf(type, $"P:{NameOf(type)}.{property.Name}")?.Element("summary")) ?? TextOf(ParameterOf(MemberOf(type, $"T:{NameOf(type)}"), property.Name));
    }

    /// <summary>What a method does.</summary>
    public static string? Of(MethodInfo method) => TextOf(MemberOf(method)?.Element("summary"));

    /// <summary>What else is to be said of a method.</summary>
    public static string? RemarksOf(MethodInfo method) => TextOf(MemberOf(method)?.Element("remarks"));

    /// <summary>What a parameter is.</summary>
    public static string? Of(MethodInfo method, string parameter) => TextOf(ParameterOf(MemberOf(method), parameter));

    private static XElement? ParameterOf(XElement? member, string name) => member?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name);

    private static XElement? MemberOf(MethodInfo method) =>
        MemberOf(method.DeclaringType!, $"M:{NameOf(method.DeclaringType!)}.{method.Name}({string.Join(',', method.GetParameters().Select(p => NameOf(p.ParameterType)))})");

    private static XElement? MemberOf(Type type, string name) => Files.GetOrAdd(type.Assembly, Read).GetValueOrDefault(name);

    private static Type Defined(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        string file = Path.ChangeExtension(assembly.Location, ".xml");
        return File.Exists(file) ? XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!) : [];
    }

    /// <summary>The comment as Markdown; null when there is none.</summary>
    private static string? TextOf(XElement? comment) => comment is null ? null : Blanks().Replace(string.Concat(comment.Nodes().Select(TextOf)), " ").Trim() is { Length: > 0 } text ? text : null;

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement element when (string?)element.Attribute("name") is { } name => $"`{char.ToLowerInvariant(name[0])}{name[1..]}`",
        XElement element when (string?)element.Attribute("cref") is { } reference => $"`{reference.Split('.')[^1]}`",
        XElement element => string.Concat(element.Nodes().Select(TextOf)),
        _ => string.Empty,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
