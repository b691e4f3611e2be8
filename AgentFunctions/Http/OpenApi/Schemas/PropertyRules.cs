using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentFunctions.Http.OpenApi.Attributes;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Schemas;

/// <summary>What attributes and documentation say of a property beyond its type.</summary>
internal static partial class PropertyRules
{
    /// <summary>The schema with all of it.</summary>
    public static IOpenApiSchema Apply(IOpenApiSchema schema, PropertyInfo property)
    {
        string? text = XmlDocumentation.Of(property) is { } said ? Null().Replace(said, "left out") : null;
        if (schema is OpenApiSchemaReference reference)
        {
            // Only where it says more than the component does.
            if (text is not null)
            {
                reference.Description = text;
            }

            return reference;
        }

        OpenApiSchema own = (OpenApiSchema)schema;
        own.Description = text;
        foreach (Attribute rule in property.GetCustomAttributes())
        {
            Apply(own, rule);
        }

        if (property is { Name: "Code" } && property.DeclaringType is { } type && NamesOfAttribute.CodesOf(type) is { Count: > 0 } codes)
        {
            own.Enum = [.. codes.Select(code => JsonValue.Create(code))];
        }

        return own;
    }

    private static void Apply(OpenApiSchema schema, Attribute rule)
    {
        switch (rule)
        {
            case NamesOfAttribute names:
                Innermost(schema).Enum = [.. names.Names.Select(name => JsonValue.Create(name))];
                break;
            case OneOfAttribute values:
                Innermost(schema).Enum = [.. values.Values.Select(value => JsonValue.Create(value))];
                break;
            case AllowedValuesAttribute allowed:
                Innermost(schema).Enum = [.. allowed.Values.Select(value => JsonValue.Create((string)value!))];
                break;
            case RangeAttribute { MinimumIsExclusive: true } range:
                (schema.ExclusiveMinimum, schema.Maximum) = (Number(range.Minimum), Number(range.Maximum));
                break;
            case RangeAttribute range:
                (schema.Minimum, schema.Maximum) = (Number(range.Minimum), Number(range.Maximum));
                break;
            case LengthAttribute length:
                SetLength(schema, length.MinimumLength, length.MaximumLength);
                break;
            case MinLengthAttribute length:
                SetLength(schema, length.Length, null);
                break;
            case RegularExpressionAttribute form:
                schema.Pattern = form.Pattern;
                break;
            case DefaultValueAttribute usual:
                schema.Default = JsonSerializer.SerializeToNode(usual.Value);
                break;
            case TextsAttribute texts:
                schema.MaxProperties = texts.Most;
                schema.PropertyNames = new OpenApiSchema { MaxLength = texts.Length };
                ((OpenApiSchema)schema.AdditionalProperties!).MaxLength = texts.Length;
                break;
        }
    }

    private static void SetLength(OpenApiSchema schema, int least, int? most)
    {
        if (schema.Type == JsonSchemaType.Array)
        {
            (schema.MinItems, schema.MaxItems) = (least, most);
        }
        else
        {
            (schema.MinLength, schema.MaxLength) = (least, most);
        }
    }

    private static OpenApiSchema Innermost(OpenApiSchema schema) => schema.Items is OpenApiSchema item ? item : schema;

    private static string Number(object bound) => Convert.ToString(bound, CultureInfo.InvariantCulture)!;

    // What the code calls null is left out of JSON.
    [GeneratedRegex(@"(?<=; )null\b|\bnull(?= when| while| where| on)|^Null\b")]
    private static partial Regex Null();
}
