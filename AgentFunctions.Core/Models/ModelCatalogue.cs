namespace AgentFunctions.Models;

/// <summary>The models of this application, read once at start.</summary>
public sealed class ModelCatalogue
{
    private readonly Dictionary<string, ModelDefinition> _models;

    /// <exception cref="FormatException"><paramref name="defaultModel"/> is none of <paramref name="models"/>.</exception>
    public ModelCatalogue(IEnumerable<ModelDefinition> models, string defaultModel)
    {
        _models = models.ToDictionary(m => m.Name, StringComparer.Ordinal);
        Default = Find(defaultModel)
            ?? throw new FormatException($"default: '{defaultModel}' is not in the catalogue; it has {string.Join(", ", _models.Keys)}");
    }

    public IReadOnlyCollection<ModelDefinition> All => _models.Values;

    /// <summary>The model for tasks that nothing else decides about.</summary>
    public ModelDefinition Default { get; }

    public ModelDefinition? Find(string name) => _models.GetValueOrDefault(name);
}
