namespace AgentFunctions.Models;

/// <summary>Takes the text of an answer while a model writes it. Not thread-safe; never fails, and never holds the model up.</summary>
public interface IAnswerText
{
    /// <summary>A model begins to answer: what was written before, if anything, is no part of the answer.</summary>
    /// <param name="model">Its name in the catalogue.</param>
    void Begin(string model);

    /// <summary>The next piece.</summary>
    void Add(string piece);
}
