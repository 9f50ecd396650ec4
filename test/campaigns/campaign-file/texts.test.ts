import { createDocument } from 'zod-openapi';
import { campaignFileSchema } from '../../../api/campaign-file/schema';
import { fileFindings } from '../../../domain/texts/campaign-file';

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

it.each(Object.entries(fileFindings.ja))('%s says the same in English', (code, ja) => {
  const en = fileFindings.en[code as keyof typeof fileFindings.ja];
  expect(holes(en.message)).toEqual([...new Set(holes(ja.message))]);
  expect(holes(en.advice)).toEqual(holes(ja.advice));
  expect(en.advice === '').toBe(ja.advice === '');
});

it('describes the file in OpenAPI 3.1', () => {
  const document = createDocument({
    openapi: '3.1.0',
    info: { title: 'test', version: '1' },
    paths: {
      '/campaigns': {
        post: {
          requestBody: { content: { 'application/json': { schema: campaignFileSchema } } },
          responses: { 201: { description: 'made' } },
        },
      },
    },
  });
  const schema = document.components?.schemas?.['CampaignFile'] as {
    required: string[];
    additionalProperties: unknown;
  };
  expect(schema.required).toEqual(expect.arrayContaining(['name', 'service', 'dates', 'plan', 'notices', 'columns']));
  expect(schema.required).not.toContain('zone');
  expect(schema.additionalProperties).toBe(false);
});
