namespace AgentFunctions.Models.Batches;

/// <summary>Gives the batch API of a model.</summary>
public interface IBatchProviders
{
    /// <exception cref="ArgumentException">The model has no <see cref="ModelDefinition.Batch"/>.</exception>
    /// <exception cref="ModelSettingException">The model needs a setting that is not there.</exception>
    IBatchProvider For(ModelDefinition model);
}
