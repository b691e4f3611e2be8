using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Bodies;
using AgentFunctions.Http.OpenApi.Streams;
using Microsoft.OpenApi;

namespace AgentFunctions.Http.OpenApi.Schemas;

/// <summary>Writes the shapes that the API's JSON has, from what writes and reads that JSON. Each record becomes a component of the document once.</summary>
internal sealed class SchemaWriter(OpenApiDocument document)
{
    private static readonly JsonSerializerContext[] Contexts = [ApiJson.Default, BodyJson.Default, StreamJson.Default];

    private readonly Dictionary<Type, string> _names = [];

    private IDictionary<string, IOpenApiSchema> Components => document.Components!.Schemas!;

    /// <summary>The shape of a type that requests or answers carry.</summary>
    public IOpenApiSchema Of(Type type) => type == typeof(JsonElement) ? new OpenApiSchema() : Of(TypeInfoOf(type));

    /// <summary>The shapes of a record's properties, by name, and whether each must be there.</summary>
    public IEnumerable<(string Name, IOpenApiSchema Schema, bool IsRequired)> PropertiesOf(Type type) => PropertiesOf(TypeInfoOf(type));

    private static JsonTypeInfo TypeInfoOf(Type type) => Contexts.Select(context => context.GetTypeInfo(type)).FirstOrDefault(info => info is not null)
        ?? throw new InvalidOperationException($"No JSON context knows {type}.");

    private IOpenApiSchema Of(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => Reference(type),
        JsonTypeInfoKind.Enumerable => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(type.Options.GetTypeInfo(type.ElementType!)) },
        JsonTypeInfoKind.Dictionary => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(type.Options.GetTypeInfo(type.ElementType!)) },
        _ => LeafSchema.Of(type),
    };

    private OpenApiSchemaReference Reference(JsonTypeInfo type)
    {
        if (!_names.TryGetValue(type.Type, out string? name))
        {
            name = NameOf(type.Type);
            _names.Add(type.Type, name);
            OpenApiSchema schema = new()
            {
                Type = JsonSchemaType.Object,
                Description = XmlDocumentation.Of(type.Type),
                Properties = new Dictionary<string, IOpenApiSchema>(),
                Required = new HashSet<string>(),
                AdditionalPropertiesAllowed = type.Options.UnmappedMemberHandling != JsonUnmappedMemberHandling.Disallow,
            };

            // Before its properties, which may lead back to it.
            Components.Add(name, schema);
            Fill(schema, type);
        }

        return new OpenApiSchemaReference(name, document);
    }

    private void Fill(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach ((string name, IOpenApiSchema property, bool isRequired) in PropertiesOf(type))
        {
            schema.Properties!.Add(name, property);
            if (isRequired)
            {
                schema.Required!.Add(name);
            }
        }
    }

    // Nulls are left out of what is sent, and count as left out in what comes.
    private IEnumerable<(string Name, IOpenApiSchema Schema, bool IsRequired)> PropertiesOf(JsonTypeInfo type) =>
        from property in type.Properties
        let member = (PropertyInfo)property.AttributeProvider!
        let held = Nullable.GetUnderlyingType(property.PropertyType)
        let schema = Of(type.Options.GetTypeInfo(held ?? property.PropertyType))
        select (property.Name, PropertyRules.Apply(schema, member), held is null && !property.IsGetNullable);

    private string NameOf(Type type)
    {
        string plain = type.Name.Split('`')[0];
        plain = plain.EndsWith("View", StringComparison.Ordinal) ? plain[..^"View".Length] : plain;
        string name = plain + string.Concat(type.GetGenericArguments().Select(argument => $"Of{NameOf(argument)}"));
        return Components.ContainsKey(name) ? throw new InvalidOperationException($"Two types would be the component {name}; one of them is {type}.") : name;
    }
}
