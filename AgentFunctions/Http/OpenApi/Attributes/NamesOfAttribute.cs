using System.Reflection;
using System.Text.Json;

namespace AgentFunctions.Http.OpenApi.Attributes;

/// <summary>A text is one of the names that a type of the code stands for, as the API spells them.</summary>
/// <param name="type">An enumeration; a record whose nested records are its cases; a class whose public constants are texts.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NamesOfAttribute(Type type) : Attribute
{
    /// <value>Names that do not occur here, as the API spells them. Default none.</value>
    public string[] Except { get; init; } = [];

    public IReadOnlyList<string> Names =>
        [.. Of(type).Select(name => IsCodes ? name : JsonNamingPolicy.CamelCase.ConvertName(name)).Except(Except)];

    // Codes are spelled by the code itself.
    private bool IsCodes => !type.IsEnum && CodesOf(type).Count > 0;

    /// <summary>The codes that stand in a class: public constants, and values of its own type that have a code.</summary>
    public static IReadOnlyList<string> CodesOf(Type type) =>
    [
        .. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field is { IsLiteral: true, FieldType: var held } && held == typeof(string)).Select(field => (string)field.GetRawConstantValue()!),
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == type).Select(property => (string)type.GetProperty("Code")!.GetValue(property.GetValue(null))!),
    ];

    private static IEnumerable<string> Of(Type type) => type.IsEnum ? Enum.GetNames(type)
        : CodesOf(type) is { Count: > 0 } codes ? codes
        : type.GetNestedTypes().Where(nested => nested.BaseType == type).Select(nested => nested.Name);
}
